using System.Text.Json;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EmailConsole.Tests.Servers;

/// <summary>That the servers accept and refuse what the other tests count on, seen with a client that is not the product's.</summary>
[Collection(MailServers.Collection)]
public sealed class MailServersTests(MailServers servers)
{
    [MailServersTheory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Submission_RightPassword_Delivers(string mechanism)
    {
        var recipient = Recipient();
        using var client = await ConnectAsync(PostfixPort.Submission);
        await client.AuthenticateAsync(SaslMechanism.Create(mechanism, new(MailAccount.Address, MailAccount.Password))!);

        await client.SendAsync(Mail(recipient));

        Assert.Equal("servers", (await servers.Postfix.FindMailAsync(recipient)).Subject);
    }

    [MailServersFact]
    public async Task Submission_WrongPassword_IsRefused()
    {
        using var client = await ConnectAsync(PostfixPort.Submission);

        var refusal = await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync(MailAccount.Address, "wrong"));

        Assert.Contains("535", refusal.Message, StringComparison.Ordinal);
    }

    [MailServersFact]
    public async Task Submission_TokenOfTheOAuthServer_Delivers()
    {
        var recipient = Recipient();
        var token = await FetchTokenAsync(OAuthClient.Mailbox);
        using var client = await ConnectAsync(PostfixPort.Submission);
        await client.AuthenticateAsync(new SaslMechanismOAuth2(MailAccount.Address, token));

        await client.SendAsync(Mail(recipient));

        Assert.True(token.Length >= 1600, $"{token.Length} characters");
        await servers.Postfix.FindMailAsync(recipient);
    }

    [MailServersTheory]
    [InlineData(OAuthClient.OtherMailbox)]
    [InlineData(OAuthClient.Revoked)]
    public async Task Submission_TokenWithoutRight_IsRefused(string clientId)
    {
        using var client = await ConnectAsync(PostfixPort.Submission);
        var mechanism = new SaslMechanismOAuth2(MailAccount.Address, await FetchTokenAsync(clientId));

        await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync(mechanism));
    }

    [MailServersFact]
    public async Task TokenEndpoint_WrongSecret_IsInvalidClient()
    {
        var answer = await servers.AskForTokenAsync(OAuthClient.Mailbox, "wrong");

        Assert.Contains("invalid_client", answer, StringComparison.Ordinal);
    }

    private async Task<string> FetchTokenAsync(string clientId)
    {
        var text = await servers.AskForTokenAsync(clientId, OAuthServer.ClientSecret);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("access_token").GetString() ?? throw new InvalidOperationException(text);
    }

    private async Task<SmtpClient> ConnectAsync(PostfixPort port)
    {
        var client = new SmtpClient { ServerCertificateValidationCallback = servers.IsTrusted };
        await client.ConnectAsync(TestCertificates.ServerName, servers.Postfix[port], SecureSocketOptions.StartTls);
        return client;
    }

    private static string Recipient() => $"{Guid.NewGuid():N}@{MailAccount.Domain}";

    private static MimeMessage Mail(string recipient) => new(
        [MailboxAddress.Parse(MailAccount.Address)], [MailboxAddress.Parse(recipient)], "servers", new TextPart("plain") { Text = "." });
}
