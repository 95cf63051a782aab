using System.Globalization;
using EmailConsole.EmailProviders;
using EmailConsole.Tenants;

namespace EmailConsole.TestEmail.Message;

/// <summary>What a test email tells its reader: never a secret, and nothing of the server that another tenant uses.</summary>
/// <param name="Tenant">Whose mail is tested.</param>
/// <param name="Actor">Who tests.</param>
/// <param name="Provider">The settings used.</param>
/// <param name="UsesDraft">They are those of the form, saved or not.</param>
/// <param name="SentAt">When.</param>
internal sealed record TestEmailFacts(Tenant Tenant, Actor Actor, ProviderInForce Provider, bool UsesDraft, DateTimeOffset SentAt)
{
    public string Subject => $"Test email from {Tenant.Domain}";

    public string When => SentAt.ToUniversalTime().ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What the test shows; a draft is nobody's setting yet.</summary>
    public string Promise => UsesDraft ? "would leave with these settings once Update is pressed" : "leaves with these settings";

    private bool IsInherited => Provider.OwnerTenantId != Tenant.Id;

    /// <summary>Label and value, in the order of the form.</summary>
    public IEnumerable<(string Label, string Value)> Rows()
    {
        var settings = Provider.Settings;
        yield return ("Tenant", Tenant.Domain);
        yield return ("Settings", Source());
        if (!IsInherited)
        {
            yield return ("Server Host", settings.Host);
            yield return ("Server Port", settings.Port.ToString(CultureInfo.InvariantCulture));
            yield return ("Encryption", settings.Encryption.Label());
        }

        yield return ("From Address", settings.FromAddress);
        if (!string.IsNullOrEmpty(settings.ReplyTo))
        {
            yield return ("Reply-To Address", settings.ReplyTo);
        }

        if (!IsInherited)
        {
            yield return ("Authentication Type", settings.AuthenticationType.Label());
        }

        if (!IsInherited && settings is { AuthenticationType: AuthenticationType.Basic, Username: { Length: > 0 } username })
        {
            yield return ("Username", username);
        }

        if (!IsInherited && settings is { AuthenticationType: AuthenticationType.ClientCredential, ClientId: { Length: > 0 } clientId })
        {
            yield return ("Client ID", clientId);
        }

        yield return ("Sent by", Actor.Username);
        yield return ("Sent at", When);
    }

    private string Source() => (UsesDraft, IsInherited) switch
    {
        (true, _) => "the form as it was, saved or not",
        (false, true) => Provider.Settings.Server == ProviderServer.Platform ? "the stored sender, over the super tenant's server" : "the super tenant's provider",
        _ => "the stored settings",
    };
}
