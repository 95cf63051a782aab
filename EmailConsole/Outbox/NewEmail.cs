using EmailConsole.Delivery;

namespace EmailConsole.Outbox;

/// <summary>A message that passed admission.</summary>
/// <param name="Content">
/// Without Message-ID, Date and envelope, which the outbox gives it. Where it is raw it says its own Message-ID, of at most 320 characters, and its
/// own Date stands in it.
/// </param>
/// <param name="Recipients">Everybody who gets it, each address once, as SMTP carries it.</param>
/// <param name="Priority">Who goes first.</param>
/// <param name="SendAt">Not before then; null: now.</param>
/// <param name="ExpiresAt">Not after then; null: as long as is tried.</param>
/// <param name="Metadata">A JSON object of texts; null: none.</param>
/// <param name="Size">Bytes on the wire, estimated; of a raw message its length.</param>
/// <param name="MessageIdDomain">What stands after the @ of its Message-ID; of a raw message nothing is made of it.</param>
public sealed record NewEmail(
    OutgoingEmail Content,
    IReadOnlyList<NewRecipient> Recipients,
    EmailPriority Priority,
    DateTimeOffset? SendAt,
    DateTimeOffset? ExpiresAt,
    string? Metadata,
    long Size,
    string MessageIdDomain)
{
    public const int MaxAcceptedBy = 200;
    public const int MaxFrom = 320;

    /// <summary>By which way it came.</summary>
    public EmailDoor Door { get; init; }

    /// <summary>The id that whoever took it has given it already, since it stands in the message (Received); null: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The address in the From of a raw message, cut at <see cref="MaxFrom"/>; null: its provider's stands there.</summary>
    public string? From { get; init; }

    /// <summary>Who handed it in, in words for a person (an API key's name, a username), cut at <see cref="MaxAcceptedBy"/>; null: not known.</summary>
    public string? AcceptedBy { get; init; }
}

/// <param name="Address">As SMTP carries it: the domain in lower-case A-labels.</param>
/// <param name="Kind">Where it stands.</param>
public readonly record struct NewRecipient(string Address, RecipientKind Kind);
