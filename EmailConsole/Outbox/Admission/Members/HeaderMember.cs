using System.Collections.Frozen;
using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>
/// Reads headers of the caller's own, from a list of those that are allowed. No family such as <c>X-</c> is allowed as a
/// whole: some servers take recipients and instructions from theirs.
/// </summary>
internal sealed class HeaderMember(IOptions<OutboxOptions> options)
{
    /// <summary>What mail programs and mailing lists need, and what says nothing about sender and recipients.</summary>
    public static IReadOnlyList<string> Usual { get; } =
    [
        "In-Reply-To", "References", "Importance", "Priority", "X-Priority", "Precedence", "Keywords",
        "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Help", "List-Archive", "List-Owner", "List-Subscribe", "List-Post",
        "Feedback-ID", "X-Entity-Ref-ID", "X-Auto-Response-Suppress",
    ];

    // A long thread in References, or the instructions of a service
    private const int LongestValue = 10_000;

    private readonly FrozenSet<string> _allowed =
        Usual.Concat(options.Value.AllowedHeaders).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Read(ref Utf8JsonReader json, string field, List<OutgoingHeader> headers, EmailFaults faults)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(field, """Use an object of texts, such as {"List-Id": "<news.example.com>"}.""");
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.Enter(ref json);
            var path = $"{field}.{name}";
            if (!_allowed.Contains(name))
            {
                faults.Add(path, "A request cannot set this header. Whoever runs the console can allow it (Outbox:AllowedHeaders), unless it is the sender's own.");
                json.Skip();
            }
            else if (headers.Exists(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add(path, SeenMembers.Twice);
                json.Skip();
            }
            else if (TextMember.ReadHeader(ref json, path, name, faults, LongestValue) is { } value && OwnHeaders.FindFault(new OutgoingHeader(name, value)) is null)
            {
                headers.Add(new OutgoingHeader(name, value));
            }
        }
    }
}
