namespace EmailConsole.Tenants;

/// <summary>What an operation asks for in a tenant.</summary>
public enum TenantPermission
{
    /// <summary>See the settings; both roles.</summary>
    View = 0,

    /// <summary>Send a test email with the stored settings; both roles.</summary>
    TestStored = 1,

    /// <summary>Change settings and people, test unsaved settings; administrators.</summary>
    Administer = 2,

    /// <summary>See what was sent, cancel and resend; both roles.</summary>
    OperateMail = 3,

    /// <summary>Change the email provider: administrators, and programs that may manage it.</summary>
    ManageProvider = 4,
}
