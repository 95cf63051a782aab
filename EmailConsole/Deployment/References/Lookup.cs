namespace EmailConsole.Deployment.References;

/// <summary>What looking a name up outside the file gave. A closed list.</summary>
internal abstract record Lookup
{
    private Lookup()
    {
    }

    internal sealed record Found(string Value) : Lookup
    {
        public override string ToString() => "(value)";
    }

    /// <param name="Message">Why, and what to do; never a value.</param>
    internal sealed record Failed(string Message) : Lookup;
}
