namespace EmailConsole.EmailProviders.Hints;

/// <summary>Something worth knowing beneath a field. It never keeps anybody from saving.</summary>
/// <param name="Field">The member of <see cref="EmailProviderSettings"/>.</param>
/// <param name="Message">What is unusual, and what to choose instead.</param>
public sealed record FieldHint(string Field, string Message);
