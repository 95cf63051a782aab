namespace EmailConsole.Outbox.Admission;

/// <summary>The members of one object: none may stand there twice, because readers differ in which of the two counts.</summary>
internal sealed class SeenMembers(string path, EmailFaults faults)
{
    public const string Twice = "The member stands there twice.";

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <returns>False where it was there already, which is a fault then.</returns>
    public bool Add(string member)
    {
        if (_seen.Add(member))
        {
            return true;
        }

        faults.Add($"{path}.{member}", Twice);
        return false;
    }

    /// <summary>Those that are missing are faults.</summary>
    public void Require(params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (!_seen.Contains(member))
            {
                faults.Add($"{path}.{member}", "This is required.");
            }
        }
    }
}
