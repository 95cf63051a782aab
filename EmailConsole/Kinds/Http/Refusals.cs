using System.Globalization;
using System.Text;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Kinds.Http;

/// <summary>What an API says instead of what it was asked for, as faults with cause and cure.</summary>
internal sealed class Refusals(ApiTransport api, EmailProviderSettings settings, ApiRequest asking, TimeProvider clock)
{
    /// <param name="row">What it means.</param>
    /// <param name="error">In the service's words.</param>
    /// <param name="answer">With which they came.</param>
    public Fault Describe(ErrorRow row, ApiError error, ApiAnswer answer)
    {
        var isReached = row.Blame is Blame.Message or Blame.Recipient or Blame.Sender or Blame.Throttle;
        return new Fault(ApiErrors.KindOf(row, error), Text: Words(error), IsRetryable: !row.Lasts)
        {
            Judged = new Judgement(row.Blame, row.Outcome, new DeliveryAdvice(Fill(row.Cause), Cure(row)))
            {
                Status = error.Status,
                NotBefore = RequestedWait.Find(answer, row.Blame == Blame.Throttle, clock.GetUtcNow()),
                IsProviderReached = isReached,
            },
        };
    }

    private static string Words(ApiError error)
    {
        var words = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP {error.Status}");
        if (error.Code is { Length: > 0 } code)
        {
            words.Append(CultureInfo.InvariantCulture, $" {code}");
        }

        var text = error.Text.Length > ApiLimits.MaxText ? error.Text[..ApiLimits.MaxText] : error.Text;
        return text.Length == 0 ? words.ToString() : words.Append(": ").Append(text).ToString();
    }

    private string? Cure(ErrorRow row)
    {
        var cure = row.Cure is null ? null : Fill(row.Cure);
        var again = asking.HasMessage ? "Mail that waits in the outbox is tried again by itself." : "Check again in a while.";
        return row.Lasts || row.Outcome == FailureOutcome.Unknown ? cure : cure is null ? again : $"{again} {cure}";
    }

    private string Fill(string words)
    {
        var filled = words
            .Replace("{provider}", api.Name, StringComparison.Ordinal)
            .Replace("{host}", asking.Address.IdnHost, StringComparison.Ordinal)
            .Replace("{from}", settings.FromAddress, StringComparison.Ordinal);
        return char.ToUpperInvariant(filled[0]) + filled[1..];
    }
}
