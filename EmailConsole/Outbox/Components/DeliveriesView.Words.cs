using EmailConsole.Outbox.Deliveries;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Components;

public sealed partial class DeliveriesView
{
    private string NewLabel => _new >= DeliveriesNews.MostNew ? $"{DeliveriesNews.MostNew - 1}+ new: show them" : $"{_new} new: show {(_new == 1 ? "it" : "them")}";

    private string Announcement => _new > 0 ? NewLabel
        : _page is { } page ? $"{DeliveryWords.Messages(page.Emails.Count)} on this page" : "";

    private bool CanResendAll => _standing is { } standing && BulkResend.StatesOf(_filter) is { Count: > 0 } states && states.Any(s => standing.CountOf(s) > 0);

    private string ResendLabel => _standing is { } standing && !IsFilterNarrow
        ? $"Resend {DeliveryWords.Count(BulkResend.StatesOf(_filter).Sum(standing.CountOf))} {Kinds}…"
        : $"Resend the {Kinds} shown…";

    // Of all that waits the notice offers it; where the pause is another's to end nothing could be done
    private bool CanRetryAll => (IsNarrowed || HealthToTell is null) && _standing is { } standing && BulkRetry.StatesOf(_filter).Any(s => standing.CountOf(s) > 0)
        && CurrentHealth is not (ProviderHealth.Paused { MayTry: false } or ProviderHealth.Slowed { MayTry: false } or ProviderHealth.Missing);

    private string RetryLabel => IsFilterNarrow || BulkRetry.StatesOf(_filter).Count < 2 ? "Try now what waits of these" : "Try now all that waits";

    // Of a narrow filter only the database knows how many there are: the dialog asks it
    private bool IsFilterNarrow => _filter.Recipient is not null || _filter.Since is not null || _filter.Until is not null;

    private string Kinds => string.Join(" and ", BulkResend.StatesOf(_filter).Where(s => _standing?.CountOf(s) > 0).Select(s => s.ToString().ToLowerInvariant()));

    private string EmptyWords =>
        _pages.Count > 1 ? "Nothing older matches."
        : IsNarrowed ? "No message matches. Take something out of the filter, or wait: what is accepted from now on is announced here."
        : $"No message was accepted yet. Services hand them in with POST /t/{TenantDomain}/api/v1/emails, and each appears here with what became of it.";
}
