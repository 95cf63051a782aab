using System.Globalization;
using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Store;

namespace EmailConsole.Outbox.Api;

/// <summary>What a list asks for, checked.</summary>
/// <param name="Filter">Which messages.</param>
/// <param name="Cursor">From the page before; null: the newest.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record ListFilter(EmailFilter Filter, EmailCursor? Cursor, int Limit)
{
    private const int UsualLimit = 50;

    private static readonly Dictionary<string, EmailState> States =
        EmailState.InOrder.ToDictionary(state => state.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <returns>Null where something is wrong; <paramref name="errors"/> says what.</returns>
    /// <param name="query">As bound.</param>
    /// <param name="names">Of all parameters that were sent: one that nobody knows would not narrow what is asked for, as its sender thinks it does.</param>
    /// <param name="tenantId">Whose messages.</param>
    /// <param name="errors">By parameter.</param>
    public static ListFilter? Read(ListQuery query, IEnumerable<string> names, Guid tenantId, out IReadOnlyDictionary<string, string[]> errors)
    {
        var faults = names.Where(name => !ListQuery.Names.Contains(name)).ToDictionary(
            name => name, _ => (string[])[$"There is no such parameter. Use {string.Join(", ", ListQuery.Names.Order(StringComparer.Ordinal))}."], StringComparer.Ordinal);
        var filter = new EmailFilter
        {
            TenantId = tenantId,
            States = [.. query.Status.SelectMany(s => s.Split(',')).Where(s => s.Length > 0).Select(State).OfType<EmailState>().Distinct()],
            Recipient = RecipientFilter.Of(query.To),
            MessageId = Text("messageId", query.MessageId)?.TrimStart('<').TrimEnd('>'),
            Tag = Pair(query.Metadata),
            ApiKey = Text("apiKey", query.ApiKey),
            Reply = Text("reply", query.Reply),
            Since = Time("since", query.Since),
            Until = Time("until", query.Until),
        };
        var cursor = string.IsNullOrEmpty(query.Cursor) ? null : EmailCursor.Parse(query.Cursor);
        if (cursor is null && !string.IsNullOrEmpty(query.Cursor))
        {
            faults["cursor"] = ["Use the member next of the page before, as it is."];
        }

        var limit = UsualLimit;
        if (query.Limit is not null && (!int.TryParse(query.Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > EmailHistory.MaxPage))
        {
            faults["limit"] = [$"Use a number from 1 to {EmailHistory.MaxPage}."];
        }

        errors = faults;
        return faults.Count == 0 ? new ListFilter(filter, cursor, limit) : null;

        string? Text(string field, string? text)
        {
            if (text?.Length > FindText.MaxLength)
            {
                faults[field] = [$"Use at most {FindText.MaxLength} characters."];
            }

            return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        }

        string? Pair(string? text)
        {
            if (Text("metadata", text) is not { } pair)
            {
                return null;
            }

            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                return OutboxTag.PairOf(pair[..at], pair[(at + 1)..]);
            }

            faults["metadata"] = ["Use a name and a value, such as flow=password-recovery."];
            return null;
        }

        EmailState? State(string name)
        {
            if (States.TryGetValue(name, out var state))
            {
                return state;
            }

            faults["status"] = [$"Use {string.Join(", ", States.Keys)}."];
            return null;
        }

        DateTimeOffset? Time(string field, string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            // A + that was not escaped arrives as a space
            if (TimeText.TryParse(text.Replace(' ', '+'), out var time))
            {
                return time;
            }

            faults[field] = ["Use a date and time with an offset, such as 2026-01-31T12:00:00Z."];
            return null;
        }
    }
}
