namespace EmailConsole.Deployment.References;

/// <summary>
/// The places outside the file that references point at. Remembers what it was asked, so that a changed secret or
/// configuration key is noticed like a change of the file.
/// </summary>
/// <param name="configuration">For <c>$sys{}</c>.</param>
/// <param name="secrets">For <c>$secret{}</c>.</param>
internal sealed class ReferenceSources(IConfiguration configuration, SecretsFolder secrets)
{
    private readonly Dictionary<(ReferenceKind Kind, string Name), Lookup?> _asked = [];

    public SecretsFolder Secrets => secrets;

    /// <returns>Null: there is no such secret file.</returns>
    public Lookup? Find(ReferenceKind kind, string name)
    {
        if (!_asked.TryGetValue((kind, name), out var answer))
        {
            answer = Ask(kind, name);
            _asked.Add((kind, name), answer);
        }

        return answer;
    }

    /// <summary>Whether any answer given so far would be another one now.</summary>
    public bool HaveChanged() => _asked.Any(a => !Equals(Ask(a.Key.Kind, a.Key.Name), a.Value));

    private Lookup? Ask(ReferenceKind kind, string name) => kind switch
    {
        ReferenceKind.Env => Environment.GetEnvironmentVariable(name) is { } value
            ? new Lookup.Found(value)
            : new Lookup.Failed($"The environment variable '{name}' is not set. Set it and start EmailConsole again, or correct the name."),
        ReferenceKind.Sys => configuration[name] is { Length: > 0 } value
            ? new Lookup.Found(value)
            : new Lookup.Failed($"The configuration key '{name}' is not set or empty. Set it in appsettings.json or as an environment variable, or correct the name."),
        ReferenceKind.Secret => secrets.Find(name),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "References within the file have no source outside it."),
    };
}
