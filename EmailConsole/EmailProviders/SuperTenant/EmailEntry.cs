using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>A value of the section, and the name it was written under.</summary>
/// <param name="Name">The dotted key; for a custom property the JavaMail name.</param>
/// <param name="DottedKey">The dotted key in any case.</param>
/// <param name="Value">References resolved.</param>
internal sealed record EmailEntry(string Name, string DottedKey, DeploymentValue Value);
