using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>One provider with one connection, and a clock that a test moves.</summary>
public abstract class WarmBed : IDisposable
{
    protected WarmBed()
    {
        Bed = new SenderBed { Clock = Clock };

        // The next message waits for whatever the connection does between two
        Bed.Settings = Bed.Settings with { MaxConnections = 1 };
        Bed.Email = Bed.Email with { Html = null };
    }

    private protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    private protected SenderBed Bed { get; }

    public void Dispose()
    {
        Bed.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string[] Verbs(ScriptedSmtpServer server) =>
        [.. server.Commands.Where(c => c.Split(' ', ':')[0] is var v && v.Length == 4 && v.All(char.IsAsciiLetterUpper)).Select(c => c[..4])];

    private protected static string Body(string message) => message[message.IndexOf("\r\n\r\n", StringComparison.Ordinal)..];

    private protected Task<DeliveryOutcome> SendAsync(ProviderInForce provider) =>
        Bed.Get<ISharedSender>().SendAsync(provider, Bed.Email, CancellationToken.None);

    private protected async Task DeliverAsync(ProviderInForce provider)
    {
        var outcome = await SendAsync(provider);
        Assert.True(outcome is DeliveryOutcome.Delivered, outcome.Reason?.ToString());
    }
}
