using System.Globalization;
using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>One group takes messages of up to 64 KB; larger ones go by BDAT after the envelope.</summary>
public sealed class ChunkSizeTests : IDisposable
{
    private const string Line = "seventy characters of text, so that nothing of it has to be encoded...\r\n";

    private readonly SenderBed _bed = new();

    public ChunkSizeTests()
    {
        _bed.Settings = _bed.Settings with { MaxConnections = 1 };
        _bed.Email = _bed.Email with { Html = null, MessageId = "1@foo.example", Date = DateTimeOffset.UnixEpoch };
    }

    public static TheoryData<int, bool> Sizes => new()
    {
        { 1_000, true },
        { 65_535, true },
        { 65_536, true },
        { 65_537, false },
        { 80 * 1024, false },
        { 80 * 1024 + 1, false },
        { 200 * 1024, false },
    };

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task SendAsync_AnySize_ArrivesByteForByteInOneGroupUpTo64Kilobytes(int size, bool isOneGroup)
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH PLAIN", "CHUNKING"] }.Start();
        var provider = _bed.Provider(server.Port);
        await DeliverAsync(provider, _bed.Email);
        await DeliverAsync(provider, _bed.Email);
        var email = OfSize(size, provider.Settings);
        using var expected = _bed.Get<MessageBuilder>().Build(email, provider.Settings).Message!;
        var bdat = string.Create(CultureInfo.InvariantCulture, $"BDAT {size} LAST");

        await DeliverAsync(provider, email);
        server.Reply("RCPT", "550 5.1.1 No such user");
        var refused = await SendAsync(provider, email);

        Assert.Equal(Encoding.UTF8.GetString(expected.Content.Span), server.Messages[^1]);

        // The chunk comes although nobody gets it where it does not wait for the answer to RCPT
        Assert.Equal(isOneGroup ? 2 : 1, server.Commands.Count(c => c == bdat));
        Assert.Equal((550, true), (refused.Reason?.ReplyCode, refused.Reason?.ConnectionSurvives));
        Assert.Equal(3, server.Messages.Count);
    }

    private OutgoingEmail OfSize(int size, EmailProviderSettings settings)
    {
        using var least = _bed.Get<MessageBuilder>().Build(_bed.Email with { Text = Line }, settings).Message!;
        var more = size - least.Content.Length;
        var text = new StringBuilder(Line);
        while (more > 0)
        {
            // At least a line break must be left, and no line may be longer
            var take = Math.Min(more, Line.Length) is var most && more - most == 1 ? most - 1 : most;
            text.Append('x', take - 2).Append("\r\n");
            more -= take;
        }

        return _bed.Email with { Text = text.ToString() };
    }

    private Task<DeliveryOutcome> SendAsync(ProviderInForce provider, OutgoingEmail email) =>
        _bed.Get<ISharedSender>().SendAsync(provider, email, CancellationToken.None);

    private async Task DeliverAsync(ProviderInForce provider, OutgoingEmail email)
    {
        var outcome = await SendAsync(provider, email);
        Assert.True(outcome is DeliveryOutcome.Delivered, outcome.Reason?.ToString());
    }
}
