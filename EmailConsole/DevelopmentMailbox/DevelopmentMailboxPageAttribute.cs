namespace EmailConsole.DevelopmentMailbox;

/// <summary>Marks a page that is there only while the development mailbox is.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DevelopmentMailboxPageAttribute : Attribute;
