using System.Diagnostics.Metrics;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.EmailProviders;
using EmailConsole.TestEmail.Progress;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery;

/// <summary>A check by SMTP signs in and leaves: what would begin a message never reaches the server.</summary>
public sealed class CredentialCheckTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task CheckAsync_SignInAccepted_LeavesWithoutAMessage()
    {
        await using var server = new ScriptedSmtpServer().Start();

        var accepted = Assert.IsType<CredentialCheck.Accepted>(await CheckAsync(server.Port));

        Assert.Equal((SenderBed.Host, ""), (accepted.By, accepted.Found));
        Assert.Equal(["EHLO", "AUTH", "QUIT"], server.Commands.Select(c => c.Split(' ')[0]));
        DeliveryStage[] stages = [DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Greeting, DeliveryStage.Authenticate];
        Assert.Equal(stages, _bed.Listener.Started);
        Assert.Equal(stages, StagePlan.ForCheck(_bed.Settings, CheckWay.SignIn));
        Assert.DoesNotContain(SenderBed.Password, _bed.Listener.Everything, StringComparison.Ordinal);
        await server.ClosedAsync();
    }

    [Fact]
    public async Task CheckAsync_StartTls_SignsInEncrypted()
    {
        using var certificate = _bed.Certificates.Issue(SenderBed.Host);
        await using var server = new ScriptedSmtpServer { Certificate = certificate }.Start();
        _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.StartTlsRequired };

        Assert.IsType<CredentialCheck.Accepted>(await CheckAsync(server.Port));

        Assert.Equal(["EHLO", "STARTTLS", "EHLO", "AUTH", "QUIT"], server.Commands.Select(c => c.Split(' ')[0]));
        Assert.Equal(StagePlan.ForCheck(_bed.Settings, CheckWay.SignIn), _bed.Listener.Started);
    }

    [Fact]
    public async Task CheckAsync_WrongPassword_IsRefusedAsASendIs()
    {
        await using var server = new ScriptedSmtpServer().Reply("AUTH", "535 5.7.8 Bad credentials").Start();

        var failed = Assert.IsType<CredentialCheck.Failed>(await CheckAsync(server.Port));
        using var another = new SenderBed();

        Assert.Equal(await another.FailAsync(server), failed.Failure);
        Assert.True(failed.IsRefused);
        Assert.Equal(failed.Failure, Assert.Single(_bed.Listener.Failures));
        Assert.DoesNotContain(server.Commands, IsOfAMessage);
    }

    [Fact]
    public async Task CheckAsync_ClientCredentials_SignsInWithAFreshToken()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["AUTH XOAUTH2"] }.Start();
        _bed.Settings = _bed.Settings with
        {
            AuthenticationType = AuthenticationType.ClientCredential,
            Username = null,
            ClientId = "client",
            TokenEndpoint = "https://login.example/token",
        };

        Assert.IsType<CredentialCheck.Accepted>(await CheckAsync(server.Port));

        Assert.Equal(["EHLO", "AUTH", "QUIT"], server.Commands.Select(c => c.Split(' ')[0]));
        Assert.Equal(StagePlan.ForCheck(_bed.Settings, CheckWay.SignIn), _bed.Listener.Started);
    }

    [Fact]
    public async Task CheckAsync_NoAuthentication_HasNothingToCheck()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.None, Username = null };

        Assert.Null(_bed.Get<ISharedSender>().FindCheck(_bed.Settings));
        Assert.IsType<CredentialCheck.NotOffered>(await CheckAsync(server.Port));

        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task CheckAsync_ServerThatSaysNothing_EndsWithTheCancellation()
    {
        await using var server = new ScriptedSmtpServer().FallSilentAt("AUTH").Start();
        using var cancel = new CancellationTokenSource();

        var checking = CheckAsync(server.Port, cancel.Token);
        await server.Silent;
        await cancel.CancelAsync();
        var failed = Assert.IsType<CredentialCheck.Failed>(await checking);

        Assert.Equal((DeliveryFailureKind.Cancelled, DeliveryStage.Authenticate), (failed.Failure.Kind, failed.Failure.Stage));
        Assert.False(failed.IsRefused);
    }

    [Fact]
    public async Task CheckAsync_NobodyListens_IsNoWordOnTheCredentials()
    {
        var failed = Assert.IsType<CredentialCheck.Failed>(await CheckAsync(FreePorts.Take(1)[0]));

        Assert.Equal((DeliveryFailureKind.ConnectionRefused, DeliveryStage.Connect), (failed.Failure.Kind, failed.Failure.Stage));
        Assert.False(failed.IsRefused);
    }

    [Fact]
    public async Task CheckAsync_ServerThatDropsAtQuit_IsAccepted()
    {
        await using var server = new ScriptedSmtpServer().DropAt("QUIT").Start();

        Assert.IsType<CredentialCheck.Accepted>(await CheckAsync(server.Port));
    }

    [Fact]
    public async Task CheckAsync_SecretUnreadable_ConnectsToNobody()
    {
        await using var server = new ScriptedSmtpServer().Start();
        _bed.Secrets = EmailProviderSecrets.None with { Unreadable = true };

        var failed = Assert.IsType<CredentialCheck.Failed>(await CheckAsync(server.Port));

        Assert.Equal((DeliveryFailureKind.SecretUnreadable, DeliveryStage.Authenticate), (failed.Failure.Kind, failed.Failure.Stage));
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task CheckAsync_Accepted_CountsAsNoDelivery()
    {
        _ = _bed.Get<DeliveryTelemetry>();
        using var metrics = new RecordedMetrics(_bed.Get<IMeterFactory>());
        await using var server = new ScriptedSmtpServer().Start();

        await CheckAsync(server.Port);

        Assert.Empty(metrics["emailconsole.delivery.duration"]);
    }

    private static bool IsOfAMessage(string command) => command.Split(' ')[0] is "MAIL" or "RCPT" or "DATA" or "BDAT";

    private async Task<CredentialCheck> CheckAsync(int port, CancellationToken cancellationToken = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound.Wait);
        return await _bed.Get<ISharedSender>().CheckAsync(_bed.Provider(port), _bed.Listener, bound.Token);
    }
}
