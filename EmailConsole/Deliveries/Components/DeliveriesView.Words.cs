using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tenants;

namespace EmailConsole.Deliveries.Components;

public sealed partial class DeliveriesView
{
    private int New => _list?.New ?? 0;

    private string NewLabel => New >= DeliveriesNews.MostNew ? $"{DeliveriesNews.MostNew - 1}+ new: show them" : $"{New} new: show {(New == 1 ? "it" : "them")}";

    /// <summary>What the search was understood as, and how many match.</summary>
    private string FoundWords
    {
        get
        {
            if (_figures is not { Figures: var figures, Of: var counted } || !ReferenceEquals(counted, _filter) || Page is not { IsTooBroad: false } page)
            {
                return "";
            }

            var looked = _search.Find == FindText.None ? "" : $"Looking for {_search.Find.Words}: ";
            var count = figures.CountOf(Query.States);
            var found = !figures.IsPartial ? DeliveryWords.Messages(count)
                : count >= EmailHistory.MaxCounted ? $"more than {DeliveryWords.Messages(EmailHistory.MaxCounted)}"
                : $"at least {DeliveryWords.Messages(count)}";
            return $"{looked}{found}{(IsNarrowed && looked.Length == 0 ? (count == 1 ? " matches" : " match") : "")}.{SearchedWords(page)}";
        }
    }

    // Of what no index leads to, such as words within replies, only so much is looked at for a page
    private static string SearchedWords(EmailPage page) => page.Next is { } next && page.Emails.Count < ViewDeliveries.PageSize
        ? $" Searched back to {DeliveryWords.Exact(next.AcceptedAt)}; Older goes on."
        : "";

    // Of all that waits the notice offers it; where the pause is another's to end nothing could be done
    private bool CanRetryAll => (IsNarrowed || HealthToTell is null) && BulkRetry.StatesOf(_filter).Any(s => _figures?.Figures.CountOf(s) > 0)
        && CurrentHealth is not (ProviderHealth.Paused { MayTry: false } or ProviderHealth.Slowed { MayTry: false } or ProviderHealth.Missing);

    private string RetryLabel => IsNarrowed ? "Try now what waits of these" : "Try now all that waits";

    private bool CanResendAll => Kinds.Length > 0;

    // Without a number: how many of them can be sent again is not known before each was looked at, which the dialog does
    private string ResendLabel => $"Resend {Kinds}…";

    private string Kinds => string.Join(" and ", BulkResend.StatesOf(_filter).Where(s => _figures?.Figures.CountOf(s) > 0).Select(s => s.ToString().ToLowerInvariant()));

    private int Position => Page is { } page && Message is { } id ? page.Emails.ToList().FindIndex(e => e.Id == id) : -1;

    private string? PositionWords => Position is >= 0 and var at ? $"{at + 1} of {Page!.Emails.Count}{(_pages.Count > 1 || Page.Next is not null ? " on this page" : "")}" : null;

    private string EmptyWords =>
        Page?.Next is not null ? "Nothing matches among what was looked at so far. Older goes on."
        : _pages.Count > 1 ? "Nothing older matches."
        : IsNarrowed ? $"No message matches. Take something out of the filter, or wait: what is accepted from now on is announced here. {Refused}"
        : $"No message was accepted yet. Programs hand them in by HTTP or SMTP with an API key, and each appears here with what became of it. {Refused}";

    // Whoever looks for mail that does not arrive finds nothing here where its program was refused
    private const string Refused = "What a program was refused stands above this list for 24 hours, and longer under API keys, with the reply.";
}
