using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Http;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Kinds.Http;

/// <summary>A way to an API: a kept one, or one of its own whose making is told stage by stage.</summary>
internal sealed class ApiConnections(OutboundHttp http, IOptions<DeliveryOptions> options) : IDisposable
{
    private const int MaxAddresses = 16;

    // Kept for each origin, since each is held to a network policy of its own
    private readonly Dictionary<ProviderOrigin, Lazy<HttpMessageInvoker>> _kept = Enum.GetValues<ProviderOrigin>()
        .ToDictionary(origin => origin, origin => new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(http.CreateHandler(origin))));

    /// <returns>The connection, which the caller closes, or the failure of the stage that ended it.</returns>
    public async Task<(ApiConnection? Connection, DeliveryFailure? Failure)> OpenAsync(ProviderOrigin origin, Uri address, bool isFresh, DeliveryRun run)
    {
        if (!isFresh)
        {
            return (new ApiConnection(_kept[origin].Value, isOwn: false), null);
        }

        var (limit, target) = (options.Value.ConnectTimeout, new DnsEndPoint(address.IdnHost, address.Port));
        IReadOnlyList<IPAddress> addresses = [];
        Socket? socket = null;
        Stream? stream = null;
        var failure = await StageAsync(DeliveryStage.Resolve, async token =>
        {
            addresses = [.. (await http.ResolveAsync(target.Host, token)).Take(MaxAddresses)];
            return new StageResult.Passed(Describe(origin, addresses, target.Port));
        }) ?? await StageAsync(DeliveryStage.Connect, async token =>
        {
            socket = await http.DialAsync(origin, addresses, target, token);
            return new StageResult.Passed(socket.RemoteEndPoint?.ToString() ?? "");
        }) ?? await StageAsync(DeliveryStage.Encrypt, async token =>
        {
            (stream, var passed) = await http.EncryptAsync(socket!, target.Host, token);
            return passed;
        });
        if (stream is null)
        {
            socket?.Dispose();
            return (null, failure);
        }

        return (new ApiConnection(new HttpMessageInvoker(OutboundHttp.CreateHandler(stream)), isOwn: true, stream), null);

        Task<DeliveryFailure?> StageAsync(DeliveryStage stage, Func<CancellationToken, Task<StageResult>> work) => run.StageAsync(stage, limit, async token =>
        {
            try
            {
                return await work(token);
            }
            catch (Exception e) when (RequestFaults.Of(e, address, RequestProgress.NotBegun, run.CancellationToken.IsCancellationRequested) is { } found)
            {
                return found.Fault;
            }
        });
    }

    public void Dispose()
    {
        foreach (var client in _kept.Values.Where(c => c.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private string Describe(ProviderOrigin origin, IReadOnlyList<IPAddress> addresses, int port)
    {
        var shown = http.Tellable(origin, addresses, port);
        var count = addresses.Count == 1 ? "1 address" : string.Create(CultureInfo.InvariantCulture, $"{addresses.Count} addresses");
        return shown.Count == 0 ? count : $"{count}: {string.Join(", ", shown)}";
    }
}

/// <param name="client">Sends the requests.</param>
/// <param name="isOwn">Whether it ends with this.</param>
/// <param name="open">The connection behind it, should no request take it over.</param>
internal sealed class ApiConnection(HttpMessageInvoker client, bool isOwn, Stream? open = null) : IDisposable
{
    public HttpMessageInvoker Client => client;

    public void Dispose()
    {
        if (isOwn)
        {
            client.Dispose();
            open?.Dispose();
        }
    }
}
