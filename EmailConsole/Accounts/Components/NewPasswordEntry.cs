namespace EmailConsole.Accounts.Components;

/// <summary>What the forms of plain pages post. The names are those of the inputs.</summary>
internal sealed class NewPasswordEntry
{
    public string? Username { get; set; }

    public string? Password { get; set; }

    public string? Repeated { get; set; }

    public bool IsRepeated => Password == Repeated;
}
