using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.EmailProviders;

internal sealed class EmailProviderMapping : IEntityTypeConfiguration<EmailProvider>
{
    public void Configure(EntityTypeBuilder<EmailProvider> builder)
    {
        builder.ToTable("EmailProviders");
        builder.HasKey(p => p.TenantId);
        builder.Property(p => p.TenantId).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Property(p => p.UpdatedBy).HasMaxLength(512);
        builder.ComplexProperty(p => p.Settings, settings =>
        {
            settings.Property(s => s.Encryption).HasConversion<string>().HasMaxLength(32);
            settings.Property(s => s.DisplayNameMode).HasConversion<string>().HasMaxLength(32);
            settings.Property(s => s.AuthenticationType).HasConversion<string>().HasMaxLength(32);
        });
        builder.HasOne<Tenant>().WithOne().HasForeignKey<EmailProvider>(p => p.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
