using EmailConsole.EmailProviders.Validation;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.EmailProviders;

/// <summary>What a tenant says about the From of programs that hand mail over by SMTP, whichever provider is in force. Without a row others are refused.</summary>
public sealed class TenantSenders : IVersioned
{
    public Guid TenantId { get; init; }

    public OtherSenders Mode { get; set; }

    /// <summary>Addresses and <c>@domain</c> in their normal form, one a line; kept also while the mode does not ask for them.</summary>
    public string Allowed { get; set; } = "";

    /// <summary>The username of who stored it last.</summary>
    public string UpdatedBy { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }

    public Guid Version { get; set; }
}

internal sealed class TenantSendersMapping : IEntityTypeConfiguration<TenantSenders>
{
    public void Configure(EntityTypeBuilder<TenantSenders> builder)
    {
        builder.ToTable("TenantSenders");
        builder.HasKey(s => s.TenantId);
        builder.Property(s => s.TenantId).ValueGeneratedNever();
        builder.Property(s => s.Mode).HasConversion<string>().HasMaxLength(32);
        builder.Property(s => s.Allowed).HasMaxLength(SenderList.MaxStored);
        builder.Property(s => s.UpdatedBy).HasMaxLength(512);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
