using EmailConsole.EmailProviders;

namespace EmailConsole.TestEmail;

/// <summary>What a person asks to be tested.</summary>
/// <param name="Recipients">Addresses as typed; 1 to 5 different ones.</param>
/// <param name="Draft">The values now in the form, saved or not (administrators only); null: the stored settings.</param>
public sealed record TestEmailRequest(IReadOnlyList<string> Recipients, EmailProviderInput? Draft);
