using EmailConsole.Deployment.References;

namespace EmailConsole.Deployment;

/// <summary>A snapshot, and what it was made from, to notice when that changes.</summary>
internal sealed record DeploymentReading(DeploymentSnapshot Snapshot, FileContent Content, ReferenceSources Sources);
