using System.Globalization;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.TestEmail.Components;

/// <summary>What became of a test, in words.</summary>
public sealed partial class TestEmailResultView
{
    [Parameter, EditorRequired]
    public TestEmailResult Result { get; set; } = default!;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Inject]
    private IEnumerable<IDevelopmentServer> Development { get; set; } = default!;

    private static string Used(bool usedDraft, bool isInherited) =>
        usedDraft ? "the values of the form" : isInherited ? "the super tenant's provider" : "the stored settings";

    // On this machine; the message itself is the door's to show
    private string? Shown(EmailProviderSettings settings, DeliveryOutcome.Delivered delivered) =>
        Development.Select(server => server.FindAddress(settings, delivered.QueueId)).FirstOrDefault(address => address is not null);

    private static IEnumerable<string> Reached(TestEmailResult.Finished finished, DeliveryOutcome.Delivered delivered) =>
        finished.Recipients.Where(recipient => delivered.RefusedRecipients.All(refused => refused.Address != recipient));

    private static string From(EmailProviderSettings settings) =>
        settings is { DisplayNameMode: DisplayNameMode.Name, DisplayName: { Length: > 0 } name } ? $"{name} <{settings.FromAddress}>" : settings.FromAddress;

    // Without a host it is the super tenant's, which is none of the tenant's business
    private static string Server(EmailProviderSettings settings) => ProviderKinds.Find(settings.Kind)?.Through(settings) is { Length: > 0 } server
        ? server : "the super tenant's provider";

    private string Sentence(TestEmailResult result) => result switch
    {
        TestEmailResult.Cancelled => "Cancelled before anything was sent.",
        TestEmailResult.TenantInactive => $"{TenantDomain} is deactivated: its mail does not leave. A super tenant administrator can activate it on the Tenants page.",
        TestEmailResult.NoProvider => "There are no settings to test: neither this tenant nor the super tenant has an email provider. Fill the form and test again, or save it.",
        TestEmailResult.BeingReplaced replaced => "The provider was just removed through the API, and mail waits for another one until "
            + $"{replaced.Until.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}. Test again in a moment.",
        TestEmailResult.Checked => "This provider has no way to check its credentials without sending. Send a test email.",
        TestEmailResult.Gone => "Somebody has deleted this provider.",
        TestEmailResult.NotPermitted refused => refused.Reason,
        TestEmailResult.Broken broken => "The test could not be run because of an error in the console; it is in the server's log "
            + $"({broken.At.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}). Your form is untouched.",
        TestEmailResult.Refused { Decision: TenantDecision.NotSignedIn } => "You are signed out. Sign in again to test.",
        TestEmailResult.Refused { Decision: TenantDecision.Forbidden } => "Your role lets you test the stored settings only. An administrator can test unsaved ones.",
        TestEmailResult.Refused => "There is no such tenant, or you have no access to it.",
        _ => "Nothing was sent.",
    };
}
