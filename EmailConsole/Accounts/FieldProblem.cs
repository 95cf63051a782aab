namespace EmailConsole.Accounts;

/// <summary>Something typed that cannot be taken.</summary>
/// <param name="Field">The field's name in the input record.</param>
/// <param name="Message">What to type instead.</param>
public sealed record FieldProblem(string Field, string Message);
