namespace EmailConsole.EmailProviders.Secrets;

/// <summary>The secrets a provider may have. The names are part of the encryption's purpose: renaming one loses what is stored.</summary>
internal enum SecretField
{
    Password = 0,
    ClientSecret = 1,

    /// <summary>No secret by itself, but nobody knows what scripts put there.</summary>
    Written = 2,
}
