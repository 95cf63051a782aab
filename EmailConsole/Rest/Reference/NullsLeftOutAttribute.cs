namespace EmailConsole.Rest.Reference;

/// <summary>Of a body: its members that may be null may as well be absent. In an answer they are.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NullsLeftOutAttribute : Attribute;
