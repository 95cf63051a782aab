namespace EmailConsole.Accounts;

/// <summary>
/// The base of the links that are handed out. The address in a browser is what its request said; <c>PublicUrl</c> is what
/// whoever runs the console says, so it goes first.
/// </summary>
internal sealed class ConsoleAddress(IConfiguration configuration)
{
    /// <param name="visited">The base by which the console is visited now.</param>
    /// <returns>With a final slash.</returns>
    public Uri BaseOf(string visited) => Configured(configuration) ?? WithSlash(visited);

    /// <summary><c>PublicUrl</c> with a final slash; null where it is not set.</summary>
    public static Uri? Configured(IConfiguration configuration) =>
        configuration["PublicUrl"] is { } address && !string.IsNullOrWhiteSpace(address) ? WithSlash(address.Trim()) : null;

    public static Uri WithSlash(string address) => new(address.TrimEnd('/') + '/');
}
