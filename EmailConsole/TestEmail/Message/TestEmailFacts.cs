using System.Globalization;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
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
    private static readonly string[] Told =
    [
        nameof(EmailProviderSettings.Host), nameof(EmailProviderSettings.Port), nameof(EmailProviderSettings.Encryption), nameof(EmailProviderSettings.FromAddress),
        nameof(EmailProviderSettings.ReplyTo), nameof(EmailProviderSettings.AuthenticationType), nameof(EmailProviderSettings.Username), nameof(EmailProviderSettings.ClientId),
    ];

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
        if (!IsInherited && ProviderKinds.FindApi(settings.Kind) is { } kind)
        {
            yield return (ProviderFields.Label(nameof(settings.Kind)), kind.Label);
        }

        foreach (var field in ProviderFields.All.Where(f => Told.Contains(f.Name) && f.AppliesTo(settings) && (f.Part == FieldPart.Sender || !IsInherited)))
        {
            if (field.Show(settings) is { Length: > 0 } text)
            {
                yield return (field.Label, text);
            }
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
