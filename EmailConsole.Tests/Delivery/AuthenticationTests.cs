using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery;

public sealed class AuthenticationTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task SendOnceAsync_PlainOffered_SendsItAsInitialResponse()
    {
        await using var server = Server("AUTH LOGIN PLAIN").Start();

        await _bed.DeliverAsync(server);

        Assert.Equal("AUTH PLAIN " + Base64($"\0codes\0{SenderBed.Password}"), Auth(server)[0]);
        Assert.Equal("PLAIN as codes", _bed.Listener.Passed[DeliveryStage.Authenticate].Detail);
    }

    [Theory]
    [InlineData("AUTH LOGIN")]
    [InlineData("AUTH=LOGIN NTLM")]
    public async Task SendOnceAsync_OnlyLoginOffered_AnswersBothChallenges(string extension)
    {
        await using var server = Server(extension).Start();

        await _bed.DeliverAsync(server);

        Assert.Equal(["AUTH LOGIN", Base64("codes"), Base64(SenderBed.Password)], Auth(server));
    }

    [Fact]
    public async Task SendOnceAsync_WrongPassword_TriesOnce()
    {
        await using var server = Server("AUTH PLAIN LOGIN").Reply("AUTH", "535 5.7.8 Bad credentials").Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, 535, "5.7.8", false),
            (failure.Kind, failure.Stage, failure.ReplyCode, failure.EnhancedCode, !failure.IsLasting));
        Assert.Single(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AUTH CRAM-MD5 GSSAPI", "AUTH CRAM-MD5 GSSAPI")]
    [InlineData("HELP", "no AUTH")]
    public async Task SendOnceAsync_NoMechanismInCommon_NamesWhatIsOffered(string extension, string detail)
    {
        await using var server = Server(extension).Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.AuthenticationNotOffered, detail), (failure.Kind, failure.Advice.Cause));
    }

    [Fact]
    public async Task SendOnceAsync_ClientCredentials_SendsXOAuth2WithTheFromAddress()
    {
        await using var server = Server("AUTH PLAIN XOAUTH2").Start();
        UseToken("short");

        await _bed.DeliverAsync(server);

        Assert.Equal("AUTH XOAUTH2 " + Base64("user=codes@foo.example\u0001auth=Bearer short\u0001\u0001"), Auth(server)[0]);
        Assert.Matches("^login.example, valid for (59|60) min$", _bed.Listener.Passed[DeliveryStage.Token].Detail);
    }

    [Fact]
    public async Task SendOnceAsync_LongToken_WaitsForTheChallenge()
    {
        var token = new string('t', 1_600);
        await using var server = Server("AUTH XOAUTH2").Start();
        UseToken(token);

        await _bed.DeliverAsync(server);

        Assert.Equal(["AUTH XOAUTH2", Base64($"user=codes@foo.example\u0001auth=Bearer {token}\u0001\u0001")], Auth(server));
    }

    [Theory]
    [InlineData(2_048, 1)]
    [InlineData(2_049, 2)]
    public async Task SendOnceAsync_TokenAtTheLimit_KeepsTheLineWithin2048(int wanted, int lines)
    {
        // "AUTH XOAUTH2 " and CRLF leave 2,033; base64 comes in fours, so the user's name cannot fill up to the byte
        var response = wanted - 15 - ((wanted - 15) % 4) + (lines - 1) * 4;
        var token = new string('t', response / 4 * 3 - "user=codes@foo.example\u0001auth=Bearer \u0001\u0001".Length);
        await using var server = Server("AUTH XOAUTH2").Start();
        UseToken(token);

        await _bed.DeliverAsync(server);

        Assert.Equal(lines, Auth(server).Count);
    }

    [Fact]
    public async Task SendOnceAsync_XOAuth2ErrorChallenge_IsAnsweredAndThe535IsTheFailure()
    {
        await using var server = Server("AUTH XOAUTH2");
        server.Script["AUTH"] = async (session, _) =>
        {
            await session.WriteLineAsync("334 " + Base64("{\"status\":\"401\",\"schemes\":\"bearer\"}"));
            server.Record("answer:" + await session.ReadLineAsync());
            await session.WriteLineAsync("535 5.7.3 Authentication unsuccessful");
        };
        server.Start();
        UseToken("short");

        var failure = await _bed.FailAsync(server);

        Assert.Contains("answer:", server.Commands);
        Assert.Equal(
            (DeliveryFailureKind.AuthenticationRefused, "5.7.3", "535 5.7.3 Authentication unsuccessful"),
            (failure.Kind, failure.EnhancedCode, failure.ServerText));
        Assert.Contains("401", failure.Advice.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_ChallengesWithoutEnd_IsProtocolViolation()
    {
        await using var server = Server("AUTH PLAIN");
        server.Script["AUTH"] = async (session, _) =>
        {
            do
            {
                await session.WriteLineAsync("334 ");
            }
            while (await session.ReadLineAsync() is not null);
        };
        server.Start();

        Assert.Equal(DeliveryFailureKind.ProtocolViolation, (await _bed.FailAsync(server)).Kind);
    }

    [Fact]
    public async Task SendOnceAsync_TokenRefused_EndsAtTokenBeforeAuth()
    {
        await using var server = Server("AUTH XOAUTH2").Start();
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        _bed.Token = new AccessTokenResult.Failed(DeliveryFailureKind.TokenRefused, "invalid_client: AADSTS7000215 cl1ent-s3cret", false);

        var failure = await _bed.FailAsync(server);

        Assert.Equal(
            (DeliveryFailureKind.TokenRefused, DeliveryStage.Token, "invalid_client: AADSTS7000215 ***"),
            (failure.Kind, failure.Stage, failure.ServerText));
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendOnceAsync_ServerEchoesSecrets_NothingShowsThem()
    {
        var blob = Base64($"\0codes\0{SenderBed.Password}");
        await using var server = Server("AUTH PLAIN")
            .Reply("AUTH", $"535 5.7.8 you said {SenderBed.Password} or {Base64(SenderBed.Password)} in {blob} or {blob[10..]}").Start();

        await _bed.FailAsync(server);

        Assert.Contains("you said *** or *** in ***", _bed.Listener.Everything, StringComparison.Ordinal);
        foreach (var secret in new[] { SenderBed.Password, Base64(SenderBed.Password), blob, blob[12..^4] })
        {
            Assert.DoesNotContain(secret, _bed.Listener.Everything, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("C: AUTH PLAIN ***", _bed.Listener.Lines);
    }

    [Fact]
    public async Task SendOnceAsync_ServerEchoesToken_NothingShowsIt()
    {
        const string token = "eyJ0eXAiOiJKV1QiLCJub25jZSI6Ik";
        var blob = Base64($"user=codes@foo.example\u0001auth=Bearer {token}\u0001\u0001");
        await using var server = Server("AUTH XOAUTH2").Reply("AUTH", $"535 5.7.3 {token} {blob}").Start();
        UseToken(token);

        var failure = await _bed.FailAsync(server);

        Assert.Equal("535 5.7.3 *** ***", failure.ServerText);
        Assert.DoesNotContain(token, _bed.Listener.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(blob, _bed.Listener.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_Login_TranscriptHidesTheAnswers()
    {
        await using var server = Server("AUTH LOGIN").Start();

        await _bed.DeliverAsync(server);

        Assert.DoesNotContain(Base64(SenderBed.Password), _bed.Listener.Everything, StringComparison.Ordinal);
        Assert.Equal(2, _bed.Listener.Lines.Count(l => l == "C: ***"));
    }

    private static ScriptedSmtpServer Server(string extension) => new() { Extensions = [extension] };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static List<string> Auth(ScriptedSmtpServer server) =>
        [.. server.Commands.SkipWhile(c => !c.StartsWith("AUTH", StringComparison.Ordinal)).TakeWhile(c => !c.StartsWith("MAIL", StringComparison.Ordinal))];

    private void UseToken(string token)
    {
        _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        _bed.Token = new AccessTokenResult.Granted(token, DateTimeOffset.UtcNow.AddHours(1), "login.example");
    }
}
