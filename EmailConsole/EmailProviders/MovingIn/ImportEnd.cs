namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>One of the two servers of an import.</summary>
/// <param name="Address">With a final slash.</param>
/// <param name="Username"><c>user@tenant-domain</c>.</param>
/// <param name="PasswordVariable">The environment variable that may hold the password.</param>
internal sealed record ImportEnd(Uri Address, string Username, string PasswordVariable);
