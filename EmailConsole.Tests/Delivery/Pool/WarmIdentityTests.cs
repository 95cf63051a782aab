using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Delivery.Tokens;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery.Pool;

/// <summary>Which message may go over a connection that is open: only one with the very same settings and token.</summary>
public sealed class WarmIdentityTests : WarmBed
{
    [Theory]
    [InlineData("host")]
    [InlineData("password")]
    public async Task SendAsync_SettingsChanged_NeverUsesTheOldConnection(string what)
    {
        await using var server = new ScriptedSmtpServer().Start();
        var provider = Bed.Provider(server.Port);
        Bed.Resolver.Names["other.example"] = Bed.Resolver.Names[SenderBed.Host];

        await DeliverAsync(provider);
        await DeliverAsync(what == "host"
            ? provider with { Settings = provider.Settings with { Host = "other.example" } }
            : provider with { Secrets = new EmailProviderSecrets("another one", null) });

        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
        await Bound.UntilAsync(() => server.OpenConnections == 1);
        Assert.Contains("QUIT", Verbs(server));
    }

    [Fact]
    public async Task SendAsync_TokenChanged_SignsInAgain()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH XOAUTH2"] }.Start();
        Bed.Settings = Bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        var provider = Bed.Provider(server.Port);

        await DeliverAsync(provider);
        await DeliverAsync(provider);
        Bed.Token = SenderBed.NewToken("another");
        await DeliverAsync(provider);

        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
    }

    [Fact]
    public async Task SendAsync_KeptTokenRefused_TriesOnceMoreWithANewOne()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH XOAUTH2"] };
        server.Script["AUTH"] = (session, _) => session.WriteLineAsync(
            server.Commands.Count(c => c.StartsWith("AUTH", StringComparison.Ordinal)) == 1 ? "535 5.7.3 Expired" : "235 2.7.0 Ok");
        server.Start();
        Bed.Settings = Bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        Bed.Token = SenderBed.NewToken("kept") with { IsKept = true };
        Bed.Replacement = SenderBed.NewToken("renewed");

        await DeliverAsync(Bed.Provider(server.Port));

        Assert.Equal(2, Verbs(server).Count(v => v == "AUTH"));
    }

    [Theory]
    [InlineData("535 5.7.3 No", DeliveryFailureKind.AuthenticationRefused, 1)]
    [InlineData("454 4.7.0 Temporary authentication failure", DeliveryFailureKind.AuthenticationRefused, 0)]
    [InlineData("500 5.5.2 Unknown", DeliveryFailureKind.AuthenticationNotOffered, 0)]
    [InlineData("502 5.5.1 Not implemented", DeliveryFailureKind.AuthenticationNotOffered, 0)]
    [InlineData("504 5.5.4 Not this mechanism", DeliveryFailureKind.AuthenticationNotOffered, 0)]
    public async Task SendAsync_KeptTokenOfNoUse_AsksForANewOneOnlyWhereItWasRefused(string reply, DeliveryFailureKind kind, int asked)
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH XOAUTH2"] }.Reply("AUTH", reply).Start();
        Bed.Settings = Bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        Bed.Token = SenderBed.NewToken("kept") with { IsKept = true };

        // As an issuer that has no other yet
        Bed.Replacement = new AccessTokenResult.Failed(DeliveryFailureKind.TokenUnavailable, null, true);

        var outcome = await SendAsync(Bed.Provider(server.Port));

        Assert.Equal((kind, asked), (outcome.Reason?.Kind, Bed.Replacements));
        Assert.Single(Verbs(server), v => v == "AUTH");
        Assert.Equal(0, Bed.Get<ConnectionPools>().Sockets);
    }

    [Fact]
    public async Task SendAsync_NewTokenRefused_IsNotTriedAgain()
    {
        await using var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH XOAUTH2"] }.Reply("AUTH", "535 5.7.3 No").Start();
        Bed.Settings = Bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };

        var outcome = await SendAsync(Bed.Provider(server.Port));

        Assert.Equal(DeliveryFailureKind.AuthenticationRefused, outcome.Reason?.Kind);
        Assert.Single(Verbs(server), v => v == "AUTH");
        Assert.Equal(0, Bed.Get<ConnectionPools>().Sockets);
    }
}
