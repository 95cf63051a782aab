using System.Text;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Posting;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace EmailConsole.Tests.Events.Posting;

public sealed class WebhookSignatureTests
{
    private const string Body = """{"type":"email.delivered","data":{"emailId":"1"}}""";

    /// <summary>The public test vector of Standard Webhooks' own libraries.</summary>
    [Fact]
    public void Of_TheSpecificationsVector_IsItsSignature() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of([WebhookSecrets.KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));

    [Fact]
    public void Of_OneSecret_APublicLibraryVerifiesIt()
    {
        var secret = WebhookSecrets.Generate();
        var headers = Headers(Sign(secret));

        new StandardWebhook(secret).Verify(Body, headers);

        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(secret).Verify(Body + " ", headers));
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(WebhookSecrets.Generate()).Verify(Body, headers));
    }

    [Fact]
    public void Of_TwoSecrets_IsOneByEach()
    {
        var (next, former) = (WebhookSecrets.Generate(), WebhookSecrets.Generate());

        var both = Sign(next, former);

        Assert.Equal($"{Sign(next)} {Sign(former)}", both);
        new StandardWebhook(next).Verify(Body, Headers(both));
    }

    [Fact]
    public void Generate_Twice_IsThirtyTwoBytesAndNeverTheSame()
    {
        var (one, other) = (WebhookSecrets.Generate(), WebhookSecrets.Generate());

        Assert.StartsWith("whsec_", one, StringComparison.Ordinal);
        Assert.Equal(32, WebhookSecrets.KeyOf(one).Length);
        Assert.NotEqual(one, other);
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static string Sign(params string[] secrets) => WebhookSignature.Of(secrets.Select(WebhookSecrets.KeyOf), "id", Minute, Encoding.UTF8.GetBytes(Body));

    private static readonly long Minute = Now;

    private static HeaderDictionary Headers(string signature) => new()
    {
        [WebhookSignature.IdHeader] = "id",
        [WebhookSignature.TimestampHeader] = Minute.ToString(System.Globalization.CultureInfo.InvariantCulture),
        [WebhookSignature.SignatureHeader] = signature,
    };
}
