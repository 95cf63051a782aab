namespace EmailConsole.EmailProviders.Editing;

/// <summary>One thing to mend in a form.</summary>
/// <param name="Field">The member of <see cref="EmailProviderSettings"/>, or <c>Password</c>, <c>ClientSecret</c>, <c>AcceptsClearTextCredentials</c>.</param>
/// <param name="Message">What to type instead.</param>
public sealed record FieldError(string Field, string Message);
