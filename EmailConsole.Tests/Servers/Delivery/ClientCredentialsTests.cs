using EmailConsole.Delivery;

namespace EmailConsole.Tests.Servers.Delivery;

/// <summary>XOAUTH2 at Postfix: Dovecot asks the OAuth 2.0 server about the token that it issued.</summary>
[Collection(MailServers.Collection)]
public sealed class ClientCredentialsTests(MailServers servers)
{
    public static TheoryData<string> Paths => ["any OAuth 2.0 server", "Microsoft Entra"];

    [MailServersTheory]
    [MemberData(nameof(Paths))]
    public async Task Send_Token_Delivers(string path)
    {
        var issued = servers.OAuth.Issuance.Count;

        var delivery = await SendAsync(path);

        delivery.AssertDelivered(servers);
        await servers.Postfix.FindMailAsync(delivery.Recipient);
        Assert.Contains(DeliveryStage.Token, delivery.Recorded.Passed);
        Assert.Contains(delivery.Recorded.Lines, line => line.StartsWith("C: AUTH XOAUTH2", StringComparison.Ordinal));
        Assert.DoesNotContain(delivery.Recorded.Lines, line => line.Length > 500);
        Assert.Equal(issued + 1, servers.OAuth.Issuance.Count);
    }

    [MailServersTheory]
    [MemberData(nameof(Paths))]
    public async Task Send_AgainWithTheSameSettings_TakesAFreshToken(string path)
    {
        await SendAsync(path);
        var issued = servers.OAuth.Issuance.Count;

        await SendAsync(path);

        Assert.Equal(issued + 1, servers.OAuth.Issuance.Count);
    }

    [MailServersFact]
    public async Task Send_LongTokenWhereALineHas2048Characters_Delivers()
    {
        var delivery = await SendAsync(port: PostfixPort.StockLineLimit);

        delivery.AssertDelivered(servers);
    }

    [MailServersTheory]
    [MemberData(nameof(Paths))]
    public async Task Send_WrongClientSecret_ShowsTheEndpointsWords(string path)
    {
        var delivery = await SendAsync(path, secret: "not the client secret");

        Assert.Equal(DeliveryFailureKind.TokenRefused, delivery.Failure.Kind);
        Assert.Equal(DeliveryStage.Token, delivery.Failure.Stage);
        Assert.Contains("client credentials are invalid", delivery.Failure.ServerText, StringComparison.Ordinal);
        Assert.NotNull(delivery.Failure.Advice.Cure);
        Assert.True(delivery.Failure.IsLasting);
    }

    [MailServersTheory]
    [InlineData(OAuthClient.OtherMailbox)]
    [InlineData(OAuthClient.Revoked)]
    public async Task Send_TokenThatTheMailServerRejects_IsRefused(string clientId)
    {
        var delivery = await SendAsync(clientId: clientId);

        Assert.Equal(DeliveryFailureKind.AuthenticationRefused, delivery.Failure.Kind);
        Assert.Equal(DeliveryStage.Authenticate, delivery.Failure.Stage);
        Assert.Equal(535, delivery.Failure.ReplyCode);
    }

    private Task<TestDelivery> SendAsync(
        string path = "any OAuth 2.0 server",
        string secret = OAuthServer.ClientSecret,
        string clientId = OAuthClient.Mailbox,
        PostfixPort port = PostfixPort.Submission)
    {
        var endpoint = path == "Microsoft Entra" ? OAuthServer.EntraTokenEndpoint : servers.OAuth.TokenEndpoint;
        return TestDelivery.SendAsync(servers.Console, TestDelivery.ClientCredentials(servers, endpoint, clientId, port), secret);
    }
}
