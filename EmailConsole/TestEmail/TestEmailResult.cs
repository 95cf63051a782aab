using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tenants;

namespace EmailConsole.TestEmail;

/// <summary>What became of a test. A closed list.</summary>
public abstract record TestEmailResult
{
    private TestEmailResult()
    {
    }

    /// <summary>The message was handed to the shared sender, once.</summary>
    /// <param name="Outcome">Delivered or failed.</param>
    /// <param name="Settings">What was used, without secrets.</param>
    /// <param name="UsedDraft">The values of the form; else the stored ones.</param>
    /// <param name="Subject">What to look for in the mailbox.</param>
    /// <param name="Recipients">Who it went to.</param>
    /// <param name="Elapsed">The whole time.</param>
    public sealed record Finished(
        DeliveryOutcome Outcome,
        EmailProviderSettings Settings,
        bool UsedDraft,
        string Subject,
        IReadOnlyList<string> Recipients,
        TimeSpan Elapsed) : TestEmailResult
    {
        /// <summary>The super tenant's provider was used, for a tenant that has none of its own.</summary>
        public bool IsInherited { get; init; }
    }

    /// <summary>The credentials were checked. Nothing was sent.</summary>
    /// <param name="Check">What was found.</param>
    /// <param name="Settings">What was used, without secrets.</param>
    /// <param name="UsedDraft">The values of the form; else the stored ones.</param>
    /// <param name="Elapsed">The whole time.</param>
    public sealed record Checked(CredentialCheck Check, EmailProviderSettings Settings, bool UsedDraft, TimeSpan Elapsed) : TestEmailResult
    {
        /// <summary>The super tenant's provider was used, for a tenant that has none of its own.</summary>
        public bool IsInherited { get; init; }
    }

    /// <param name="Message">What to type instead.</param>
    public sealed record InvalidRecipients(string Message) : TestEmailResult;

    /// <summary>The form's values cannot be used as they are.</summary>
    public sealed record InvalidDraft(IReadOnlyList<FieldError> Errors) : TestEmailResult;

    /// <summary>Neither the tenant nor the super tenant has a provider.</summary>
    public sealed record NoProvider : TestEmailResult;

    /// <summary>The tenant's provider was just removed through the API, and another one is waited for.</summary>
    /// <param name="Until">From then on the super tenant's is in force.</param>
    public sealed record BeingReplaced(DateTimeOffset Until) : TestEmailResult;

    /// <summary>The stored sender may not be used over the super tenant's server.</summary>
    /// <param name="Reason">And what to do.</param>
    public sealed record NotPermitted(string Reason) : TestEmailResult;

    /// <summary>The provider to test was deleted meanwhile.</summary>
    public sealed record Gone : TestEmailResult;

    /// <summary>The tenant is deactivated: its mail does not leave.</summary>
    public sealed record TenantInactive : TestEmailResult;

    /// <summary>The person has tested as often as a minute allows.</summary>
    /// <param name="RetryAfter">How long to wait.</param>
    public sealed record TooMany(TimeSpan RetryAfter) : TestEmailResult;

    /// <summary>Cancelled before the sender was asked.</summary>
    public sealed record Cancelled : TestEmailResult;

    /// <summary>An error of the console's own; nothing is known of the message.</summary>
    /// <param name="At">When, to find it in the server's log.</param>
    public sealed record Broken(DateTimeOffset At) : TestEmailResult;

    /// <param name="Decision">Not found, forbidden, or not signed in any more.</param>
    public sealed record Refused(TenantDecision Decision) : TestEmailResult;
}
