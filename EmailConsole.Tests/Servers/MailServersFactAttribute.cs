namespace EmailConsole.Tests.Servers;

/// <summary>A test that needs Postfix and Dovecot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MailServersFactAttribute : FactAttribute
{
    public MailServersFactAttribute() => Skip = Requirement.SkipUnless(MailServers.Missing);
}

/// <summary>The same for a test with several sets of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MailServersTheoryAttribute : TheoryAttribute
{
    public MailServersTheoryAttribute() => Skip = Requirement.SkipUnless(MailServers.Missing);
}
