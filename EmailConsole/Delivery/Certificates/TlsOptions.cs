namespace EmailConsole.Delivery.Certificates;

/// <summary>The section <c>Tls</c>. There is no option to trust everything.</summary>
public sealed class TlsOptions
{
    public const string Section = "Tls";

    /// <summary>
    /// A PEM file with certificates of authorities that are trusted besides the system's; a relative path is taken from the
    /// home folder. Unset: none.
    /// </summary>
    public string? AdditionalCaFile { get; set; }
}
