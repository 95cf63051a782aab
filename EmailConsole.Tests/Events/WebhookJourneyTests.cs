using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;

namespace EmailConsole.Tests.Events;

/// <summary>From a message that is handed in to a receiver that is told.</summary>
public sealed class WebhookJourneyTests
{
    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Delivered_EndpointWantsIt_IsToldSigned(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var bed = await WebhookBed.OpenAsync(database);
        var (_, secret) = await bed.AddEndpointAsync();

        var id = await bed.Client.SendAsync();

        var data = await bed.UntilGotAsync("email.delivered");
        Assert.Equal(id.ToString("D"), data.GetProperty("emailId").GetString());
        Assert.Equal("delivered", data.GetProperty("state").GetString());
        Assert.Equal("foo.example", data.GetProperty("tenant").GetString());
        Assert.Equal("someone@bar.example", data.GetProperty("recipients")[0].GetProperty("address").GetString());
        var request = bed.Receiver.Request;
        var signed = Encoding.UTF8.GetBytes($"{request.Header("webhook-id")}.{request.Header("webhook-timestamp")}.{request.Text}");
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed);
        Assert.Equal($"v1,{Convert.ToBase64String(expected)}", request.Header("webhook-signature"));
        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Header("webhook-timestamp")!, CultureInfo.InvariantCulture));
        Assert.InRange(age.TotalMinutes, -1, 5);
        Assert.DoesNotContain("Your code", request.Text, StringComparison.Ordinal);
    }
}
