using System.Text;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Delivery;

/// <summary>Servers that do not know a mechanism, whatever they list.</summary>
public sealed class MechanismTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly SenderBed _bed;

    public MechanismTests() => _bed = new SenderBed { Clock = _clock };

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", "500 Command unrecognized")]
    [InlineData("AUTH PLAIN LOGIN", "502 5.5.1 Not implemented")]
    [InlineData("AUTH LOGIN PLAIN", "504 5.7.4 Unrecognized authentication type")]
    [InlineData("AUTH PLAIN", "504 Unrecognized authentication type")]
    [InlineData("AUTH PLAIN LOGIN", "535 5.7.4 Unrecognized authentication type")]
    [InlineData("AUTH PLAIN LOGIN", "534 5.7.9 Authentication mechanism is too weak")]
    [InlineData("AUTH PLAIN LOGIN", "501 5.5.2 cannot decode")]
    [InlineData("AUTH PLAIN LOGIN", "535 5.7.8 Error: authentication failed: no mechanism available")]
    public async Task SendOnceAsync_PlainNotKnown_LoginOnTheSameConnection(string extension, string reply)
    {
        await using var server = Knowing("LOGIN", extension, reply).Start();

        await _bed.DeliverAsync(server);

        Assert.Equal(["AUTH PLAIN", "AUTH LOGIN"], Tried(server));
        Assert.Single(server.Commands, c => c.StartsWith("EHLO", StringComparison.Ordinal));
        Assert.Equal("LOGIN as codes", _bed.Listener.Passed[DeliveryStage.Authenticate].Detail);
        Assert.DoesNotContain(Base64(SenderBed.Password), _bed.Listener.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_OverTls_LoginToo()
    {
        await using var server = Encrypted(Knowing("LOGIN", "AUTH PLAIN LOGIN", "504 5.7.4 Unrecognized authentication type")).Start();

        await _bed.DeliverAsync(server);

        Assert.Equal(["AUTH PLAIN", "AUTH LOGIN"], Tried(server));
    }

    [Fact]
    public async Task SendOnceAsync_OnlyLoginListedAndNotKnown_Plain()
    {
        await using var server = Knowing("PLAIN", "AUTH LOGIN", "504 5.7.4 Unrecognized authentication type").Start();

        await _bed.DeliverAsync(server);

        Assert.Equal(["AUTH LOGIN", "AUTH PLAIN"], Tried(server));
    }

    [Theory]
    [InlineData("535 5.7.8 Bad credentials")]
    [InlineData("534 5.7.9 Application-specific password required")]
    [InlineData("454 4.7.0 Temporary authentication failure")]
    public async Task SendOnceAsync_CredentialsRefused_NoOtherMechanism(string reply)
    {
        await using var server = Knowing("LOGIN", "AUTH PLAIN LOGIN", reply).Start();

        Assert.Equal(DeliveryFailureKind.AuthenticationRefused, (await _bed.FailAsync(server)).Kind);
        Assert.Equal(["AUTH PLAIN"], Tried(server));
    }

    [Fact]
    public async Task SendOnceAsync_LoginRefusesAfterPlainWasNotKnown_IsAboutTheCredentials()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["AUTH PLAIN LOGIN"] };
        server.Script["AUTH"] = (session, line) =>
            session.WriteLineAsync(line.StartsWith("AUTH PLAIN", StringComparison.Ordinal) ? "504 5.7.4 Unknown" : "535 5.7.8 Bad credentials");
        server.Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.AuthenticationRefused, 535), (failure.Kind, failure.ReplyCode));
    }

    [Theory]
    [InlineData(true, "over an encrypted connection")]
    [InlineData(false, "in clear text")]
    public async Task SendOnceAsync_NeitherKnown_IsAboutTheMechanismAndNotTheEncryption(bool isEncrypted, string how)
    {
        var scripted = Knowing("", "AUTH PLAIN LOGIN", "504 5.7.4 Unrecognized authentication type");
        await using var server = (isEncrypted ? Encrypted(scripted) : scripted).Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (DeliveryFailureKind.AuthenticationNotOffered, DeliveryStage.Authenticate, 504, "5.7.4"),
            (failure.Kind, failure.Stage, failure.ReplyCode, failure.EnhancedCode));
        Assert.Equal($"it lists AUTH PLAIN LOGIN, but takes neither PLAIN nor LOGIN {how}", failure.Advice.Cause);
    }

    [Fact]
    public async Task SendAsync_PlainNotKnown_IsAskedOncePerDay()
    {
        await using var server = Knowing("LOGIN", "AUTH PLAIN LOGIN", "504 5.7.4 Unrecognized authentication type").Start();
        var provider = _bed.Provider(server.Port);

        foreach (var pause in new[] { TimeSpan.FromHours(1), TimeSpan.FromHours(22), TimeSpan.FromHours(2), TimeSpan.Zero })
        {
            Assert.IsType<DeliveryOutcome.Delivered>(await _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None));
            _clock.Advance(pause);
        }

        Assert.Equal(["AUTH PLAIN", "AUTH LOGIN", "AUTH LOGIN", "AUTH LOGIN", "AUTH PLAIN", "AUTH LOGIN"], Tried(server));
    }

    [Fact]
    public async Task SendOnceAsync_XOAuth2NotKnown_OAuthBearer()
    {
        await using var server = Knowing("OAUTHBEARER", "AUTH XOAUTH2 OAUTHBEARER", "504 5.7.4 Unknown").Start();
        UseToken();

        await _bed.DeliverAsync(server);

        Assert.Equal(["AUTH XOAUTH2", "AUTH OAUTHBEARER"], Tried(server));
        Assert.Contains(
            "AUTH OAUTHBEARER " + Base64($"n,a=codes@foo.example,\u0001host={SenderBed.Host}\u0001port={server.Port}\u0001auth=Bearer t0ken-of-a-kind\u0001\u0001"),
            server.Commands);
    }

    [Fact]
    public async Task SendOnceAsync_XOAuth2NotKnownAndNothingElseForTokens_FailsWithoutPassword()
    {
        await using var server = Knowing("PLAIN", "AUTH XOAUTH2 PLAIN", "504 5.7.4 Unknown").Start();
        UseToken();

        var failure = await _bed.FailAsync(server);

        Assert.Equal("it lists AUTH XOAUTH2 PLAIN, but takes no XOAUTH2 in clear text", failure.Advice.Cause);
        Assert.Equal(["AUTH XOAUTH2"], Tried(server));
    }

    [Fact]
    public async Task SendOnceAsync_OAuthBearerRefuses_ItsErrorIsAnsweredAndKept()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["AUTH OAUTHBEARER"] };
        server.Script["AUTH"] = async (session, _) =>
        {
            await session.WriteLineAsync("334 " + Base64("{\"status\":\"invalid_token\"}"));
            server.Record("answer:" + await session.ReadLineAsync());
            await session.WriteLineAsync("535 5.7.8 No");
        };
        server.Start();
        UseToken();

        var failure = await _bed.FailAsync(server);

        Assert.Contains("answer:AQ==", server.Commands);
        Assert.Equal((DeliveryFailureKind.AuthenticationRefused, 535), (failure.Kind, failure.ReplyCode));
        Assert.Contains("invalid_token", failure.Advice.Cause, StringComparison.Ordinal);
    }

    private static ScriptedSmtpServer Knowing(string mechanism, string extension, string otherwise)
    {
        var server = new ScriptedSmtpServer { Extensions = [extension] };
        server.Script["AUTH"] = (session, line) => line.Split(' ')[1] == mechanism ? session.BehaveAsync("AUTH", line) : session.WriteLineAsync(otherwise);
        return server;
    }

    private ScriptedSmtpServer Encrypted(ScriptedSmtpServer plain)
    {
        _bed.Settings = _bed.Settings with { Encryption = SmtpEncryption.StartTlsRequired };
        var server = new ScriptedSmtpServer { Certificate = _bed.Certificates.Issue(SenderBed.Host), Extensions = plain.Extensions };
        server.Script["AUTH"] = plain.Script["AUTH"];
        return server;
    }

    private void UseToken()
    {
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        _bed.Token = SenderBed.NewToken("t0ken-of-a-kind");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string[] Tried(ScriptedSmtpServer server) =>
        [.. server.Commands.Where(c => c.StartsWith("AUTH", StringComparison.Ordinal)).Select(c => string.Join(' ', c.Split(' ').Take(2)))];
}
