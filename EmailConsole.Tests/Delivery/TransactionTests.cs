using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using MimeKit;

namespace EmailConsole.Tests.Delivery;

public sealed class TransactionTests : IDisposable
{
    private static readonly string[] Plain = ["8BITMIME"];
    private static readonly string[] Pipelining = ["PIPELINING"];

    private readonly SenderBed _bed = new();

    public TransactionTests() =>
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.None, Username = null };

    public static TheoryData<string[]> WithAndWithoutPipelining => [Plain, Pipelining];

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(WithAndWithoutPipelining))]
    public async Task SendOnceAsync_SomeRecipientsRefused_DeliversToTheOthersAndNamesThem(string[] extensions)
    {
        await using var server = new ScriptedSmtpServer { Extensions = extensions }.ReplyTo(("two@bar.example", "550 5.1.1 No such user")).Start();
        Address("one@bar.example", "two@bar.example", "three@bar.example");

        var delivered = await _bed.DeliverAsync(server);

        var refused = Assert.Single(delivered.RefusedRecipients);
        Assert.Equal(
            ("two@bar.example", DeliveryFailureKind.RecipientRefused, "5.1.1", false),
            (refused.Address, refused.Failure.Kind, refused.Failure.EnhancedCode, !refused.Failure.IsLasting));
        var (detail, warning) = _bed.Listener.Passed[DeliveryStage.Recipient];
        Assert.Equal(("one@bar.example, three@bar.example", "Refused: two@bar.example (550 5.1.1 No such user)"), (detail, warning));
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPipelining))]
    public async Task SendOnceAsync_EveryRecipientRefused_SendsNoContent(string[] extensions)
    {
        await using var server = new ScriptedSmtpServer { Extensions = extensions }
            .ReplyTo(("one@bar.example", "550 5.1.1 No such user"), ("two@bar.example", "450 4.2.1 Later")).Start();
        Address("one@bar.example", "two@bar.example");

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (DeliveryFailureKind.RecipientRefused, DeliveryStage.Recipient, "4.2.1", true),
            (failure.Kind, failure.Stage, failure.EnhancedCode, !failure.IsLasting));
        await server.ClosedAsync();
        Assert.Equal(["EHLO", "MAIL", "RCPT", "RCPT", "QUIT"], server.Commands.Select(c => c.Split(' ')[0]).Where(c => c != "DATA"));
        Assert.Empty(server.Messages);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutPipelining))]
    public async Task SendOnceAsync_SenderRefused_FailsAtSenderAndQuitsInStep(string[] extensions)
    {
        await using var server = new ScriptedSmtpServer { Extensions = extensions }.Reply("MAIL", "530 5.7.57 Client not authenticated").Start();
        Address("one@bar.example", "two@bar.example");

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (DeliveryFailureKind.Refused, DeliveryStage.Sender, "5.7.57"), (failure.Kind, failure.Stage, failure.EnhancedCode));
        await server.ClosedAsync();
        Assert.Equal("QUIT", server.Commands[^1]);
        Assert.Equal("S: 221 2.0.0 Bye", _bed.Listener.Lines[^1]);
    }

    [Fact]
    public async Task SendOnceAsync_ServiceClosesAtRecipient_IsRefusedAndRetryable()
    {
        await using var server = new ScriptedSmtpServer().Reply("RCPT", "421 4.7.0 Closing").Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.Refused, DeliveryStage.Recipient, true), (failure.Kind, failure.Stage, !failure.IsLasting));
    }

    [Fact]
    public async Task SendOnceAsync_SizeOffered_SaysTheSize()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["SIZE 1000000"] }.Start();

        await _bed.DeliverAsync(server);

        Assert.Equal($"MAIL FROM:<codes@foo.example> SIZE={server.Messages[0].Length}", server.Commands[1]);
    }

    [Fact]
    public async Task SendOnceAsync_LargerThanSize_FailsBeforeMail()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["SIZE 100"] }.Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.MessageTooLarge, DeliveryStage.Sender), (failure.Kind, failure.Stage));
        Assert.Matches("^the message has [0-9]+ bytes, the server takes 100$", failure.Advice.Cause);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MAIL", "552 5.3.4 Too big")]
    [InlineData("CONTENT", "552 5.3.4 Too big")]
    public async Task SendOnceAsync_ServerFindsItTooLarge_IsMessageTooLarge(string verb, string reply)
    {
        await using var server = new ScriptedSmtpServer().Reply(verb, reply).Start();

        Assert.Equal(DeliveryFailureKind.MessageTooLarge, (await _bed.FailAsync(server)).Kind);
    }

    [Fact]
    public async Task SendOnceAsync_InternationalLocalPartNotOffered_FailsBeforeMail()
    {
        await using var server = new ScriptedSmtpServer().Start();
        Address("jürgen@bar.example");

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (DeliveryFailureKind.SmtpUtf8NotOffered, DeliveryStage.Sender, "jürgen@bar.example"),
            (failure.Kind, failure.Stage, failure.Advice.Cause));
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendOnceAsync_InternationalLocalPartOffered_UsesSmtpUtf8()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["SMTPUTF8", "8BITMIME"] }.Start();
        Address("jürgen@bar.example");

        await _bed.DeliverAsync(server);

        Assert.Equal(["MAIL FROM:<codes@foo.example> BODY=8BITMIME SMTPUTF8", "RCPT TO:<jürgen@bar.example>"], server.Commands.Skip(1).Take(2));
        Assert.Contains("To: jürgen@bar.example", server.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_InternationalDomain_GoesAsALabelWithoutSmtpUtf8()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["SMTPUTF8", "8BITMIME"] }.Start();
        Address("someone@bücher.example");

        await _bed.DeliverAsync(server);

        Assert.Equal(["MAIL FROM:<codes@foo.example>", "RCPT TO:<someone@xn--bcher-kva.example>"], server.Commands.Skip(1).Take(2));
    }

    [Fact]
    public async Task SendOnceAsync_LinesThatBeginWithADot_ArriveAsTheyAre()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Email = _bed.Email with { Text = ".one\r\n..two\r\n.\r\nthree", Html = null };

        await _bed.DeliverAsync(server);

        Assert.EndsWith("\r\n\r\n.one\r\n..two\r\n.\r\nthree\r\n", server.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_InvalidMessage_ConnectsNowhere()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Email = _bed.Email with { Subject = "one\r\nBcc: other@bar.example" };

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.InvalidMessage, DeliveryStage.Sender), (failure.Kind, failure.Stage));
        Assert.Empty(server.Commands);
    }

    [Theory]
    [InlineData(AuthenticationType.Basic, DeliveryStage.Authenticate)]
    [InlineData(AuthenticationType.ClientCredential, DeliveryStage.Token)]
    public async Task SendOnceAsync_KeyRingLost_AsksForTheSecretAndConnectsNowhere(AuthenticationType type, DeliveryStage stage)
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { AuthenticationType = type };
        _bed.Secrets = EmailProviderSecrets.None with { Unreadable = true };

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.SecretUnreadable, stage), (failure.Kind, failure.Stage));
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task SendOnceAsync_EhloNameConfigured_SaysIt()
    {
        _bed.Configuration["Delivery:EhloName"] = "mail.foo.example";
        await using var server = new ScriptedSmtpServer().Start();

        await _bed.DeliverAsync(server);

        Assert.Equal("EHLO mail.foo.example", server.Commands[0]);
    }

    [Fact]
    public async Task SendOnceAsync_EhloUnknown_SaysHelo()
    {
        await using var server = new ScriptedSmtpServer().Reply("EHLO", "502 5.5.1 Unknown").Start();

        await _bed.DeliverAsync(server);

        Assert.StartsWith("HELO ", server.Commands[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_NoAnswerToQuit_IsDeliveredAllTheSame()
    {
        await using var server = new ScriptedSmtpServer().DropAt("QUIT").Start();

        await _bed.DeliverAsync(server);
    }

    private void Address(params string[] addresses) =>
        _bed.Email = _bed.Email with { Recipients = [.. addresses.Select(a => new MailboxAddress("", a))] };
}
