namespace EmailConsole.Accounts.Components;

/// <summary>Finds the message of a field among those a handler returned.</summary>
internal static class FieldProblems
{
    public static string? Of(this IReadOnlyList<FieldProblem> problems, string field) =>
        problems.FirstOrDefault(p => p.Field == field)?.Message;
}
