using System.Net;
using System.Net.Http.Headers;
using EmailConsole.Delivery;

namespace EmailConsole.Kinds.Http;

/// <summary>The body of a request, which asks once more before it goes.</summary>
/// <remarks>
/// A connection writes what stands before the body into a buffer and sends it with the body's first bytes, so nothing is out when this
/// asks. A body that is begun is not sent a second time by the platform.
/// </remarks>
internal sealed class RequestContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Func<CancellationToken, ValueTask<bool>>? _beforeDispatch;
    private readonly DeliveryRun _run;
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RequestContent(ApiRequest request, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, DeliveryRun run)
    {
        (_body, _beforeDispatch, _run) = (request.Body, beforeDispatch, run);
        Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
    }

    /// <summary>Ends with the last byte of the body; never fails.</summary>
    public Task Sent => _sent.Task;

    /// <summary>Whether the message may not go any more: nothing of it went.</summary>
    public bool IsHeldBack { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_beforeDispatch is not null && !await _beforeDispatch(cancellationToken))
        {
            IsHeldBack = true;
            throw new OperationCanceledException("The message may not go any more.");
        }

        _run.RequestBegins();
        await stream.WriteAsync(_body, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _sent.TrySetResult();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
