namespace EmailConsole.Accounts.People;

/// <param name="Rows">Of the page.</param>
/// <param name="Total">Of all pages.</param>
/// <param name="Own">The account of whoever asks.</param>
internal sealed record PersonList(IReadOnlyList<PersonRow> Rows, int Total, Guid Own);
