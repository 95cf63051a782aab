namespace EmailConsole.Accounts.Components;

/// <summary>How long a new key is good.</summary>
/// <param name="Words">As offered.</param>
/// <param name="Days">Null: until it is revoked.</param>
internal sealed record KeyLife(string Words, int? Days)
{
    public static readonly KeyLife Year = new("In a year", 365);

    public static readonly IReadOnlyList<KeyLife> Choices =
        [new("In 30 days", 30), new("In 90 days", 90), Year, new("In two years", 730), new("Never", null)];

    public DateTimeOffset? EndFrom(DateTimeOffset now) => Days is { } days ? now.AddDays(days) : null;
}
