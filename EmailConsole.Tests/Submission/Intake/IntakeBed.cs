using System.Text;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Submission.Intake;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace EmailConsole.Tests.Submission.Intake;

/// <summary>Hands messages over as the door does.</summary>
internal static class IntakeBed
{
    public const string Host = "console.example.com";
    public const string From = "no-reply@foo.example";

    public static readonly DateTimeOffset Now = new(2026, 11, 29, 19, 7, 28, TimeSpan.Zero);

    public static readonly Guid Id = Guid.Parse("0199f0c2-7c1e-7a53-9b1d-5f0e8a3c2d11");

    public static readonly Guid Tenant = Guid.Parse("0199f0c2-0000-7000-8000-000000000001");

    /// <summary>What stands on top of every message that is taken.</summary>
    public static readonly string Received =
        $"Received: from app.foo.example\r\n\tby {Host} with ESMTPSA id {Id:N};\r\n\tSun, 29 Nov 2026 19:07:28 +0000\r\n";

    public static readonly SenderPolicy Refuse = new(From, OtherSenders.Refuse, []);

    public static readonly SenderPolicy Replace = new(From, OtherSenders.Replace, []);

    public static SenderPolicy Allow(params string[] allowed) => new(From, OtherSenders.Allow, allowed);

    public static IntakeResult Take(
        byte[] content, SenderPolicy? policy = null, Action<OutboxOptions>? configure = null, Func<SubmittedMessage, SubmittedMessage>? change = null)
    {
        var options = new OutboxOptions();
        configure?.Invoke(options);
        var message = new SubmittedMessage(Id, "app.foo.example", true, true, From, ["to@bar.example"], content);
        return new MessageIntake(Host, Options.Create(options), new FakeTimeProvider(Now)).Take(Tenant, change?.Invoke(message) ?? message, policy ?? Refuse);
    }

    /// <param name="text">Octets as Latin-1, with line breaks as they stand there.</param>
    public static IntakeResult Take(
        string text, SenderPolicy? policy = null, Action<OutboxOptions>? configure = null, Func<SubmittedMessage, SubmittedMessage>? change = null) =>
        Take(Encoding.Latin1.GetBytes(text), policy, configure, change);

    public static NewEmail Taken(string text, SenderPolicy? policy = null, Func<SubmittedMessage, SubmittedMessage>? change = null) =>
        Email(Take(text, policy, change: change));

    public static NewEmail Email(IntakeResult result) => result switch
    {
        IntakeResult.Taken taken => taken.Email,
        IntakeResult.Refused refused => throw new InvalidOperationException(refused.Reply),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>What was refused, as the client hears it.</summary>
    public static string Refused(string text, SenderPolicy? policy = null, Action<OutboxOptions>? configure = null, Func<SubmittedMessage, SubmittedMessage>? change = null) =>
        Assert.IsType<IntakeResult.Refused>(Take(text, policy, configure, change)).Reply;

    public static IdempotencyKey? Key(string text, Func<SubmittedMessage, SubmittedMessage>? change = null) =>
        Assert.IsType<IntakeResult.Taken>(Take(text, change: change)).Key;

    public static RawMessage Raw(this NewEmail email) => email.Content.Raw!;

    /// <summary>The octets as Latin-1.</summary>
    public static string Text(this NewEmail email) => Encoding.Latin1.GetString(email.Raw().Content.Span);

    /// <summary>As a reader understands it.</summary>
    public static MimeMessage Read(this NewEmail email) => MimeMessage.Load(new MemoryStream(email.Raw().Content.ToArray()));

    /// <summary>Octets of UTF-8 in a text of octets.</summary>
    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A message that any server takes, with some fields more and another body.</summary>
    public static string Plain(string fields = "", string body = "Hello\r\n") =>
        $"From: Foo <{From}>\r\nTo: to@bar.example\r\nSubject: Your code\r\nDate: Sun, 29 Nov 2026 20:07:27 +0100\r\nMessage-ID: <1.2@foo.example>\r\n{fields}\r\n{body}";
}
