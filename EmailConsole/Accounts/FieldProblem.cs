namespace EmailConsole.Accounts;

/// <summary>Something typed that cannot be taken.</summary>
/// <param name="Field">The field's name in the input record.</param>
/// <param name="Message">What to type instead.</param>
public sealed record FieldProblem(string Field, string Message);

/// <summary>Finds the message of a field among those a handler returned.</summary>
internal static class FieldProblems
{
    public static string? Of(this IReadOnlyList<FieldProblem> problems, string field) =>
        problems.FirstOrDefault(p => p.Field == field)?.Message;
}
