using System.Net;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Outbox.Api;

public sealed class SendWithoutProviderTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Fact]
    public async Task Post_NobodyCouldSendIt_IsAConflictUntilSomebodyCan()
    {
        var person = await console.AddTenantAsync("bare.example");
        using var client = await SendClient.OpenAsync(console, "bare.example");

        using var refused = await client.PostAsync(SendClient.Good);
        var saved = await console.Service<IEmailProviderWriter>().UpdateAsync(
            await console.OpenSessionAsync(person), "bare.example", Input, null, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Email Provider", (await refused.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.IsType<UpdateResult.Saved>(saved);
        var story = await client.ReadAsync(await client.SendAsync());
        Assert.EndsWith("@bare.example", story.GetProperty("messageId").GetString(), StringComparison.Ordinal);
    }

    private static EmailProviderInput Input => new(
        new EmailProviderSettings
        {
            Host = "smtp.bare.example",
            Port = 587,
            Encryption = SmtpEncryption.StartTlsRequired,
            FromAddress = "codes@bare.example",
            AuthenticationType = AuthenticationType.None,
        },
        SecretInput.Keep,
        SecretInput.Keep);
}
