using System.Security.Authentication;
using EmailConsole.Delivery.Certificates;

namespace EmailConsole.Tests.Delivery.Certificates;

public sealed class TlsHandshakeTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task AuthenticateAsync_ServerSpeaksNoTls_LeavesNothingToTheFinalizer()
    {
        await using var clear = new ClearStream("220 this is no TLS\r\n"u8.ToArray());

        await Assert.ThrowsAsync<AuthenticationException>(
            () => _bed.Get<TlsHandshake>().AuthenticateAsync(clear, SenderBed.Host, mayResume: false, CancellationToken.None));

        // By the encrypted one, which owns it
        Assert.True(clear.IsClosed);
    }

    private sealed class ClearStream(byte[] answer) : MemoryStream
    {
        private readonly MemoryStream _answer = new(answer);

        public bool IsClosed { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _answer.ReadAsync(buffer, cancellationToken);

        public override ValueTask DisposeAsync()
        {
            IsClosed = true;
            return base.DisposeAsync();
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            _answer.Dispose();
            base.Dispose(disposing);
        }
    }
}
