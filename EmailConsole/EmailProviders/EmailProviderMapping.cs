using EmailConsole.EmailProviders.Validation;
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
        builder.HasQueryFilter(p => p.RemovedUntil == null);
        builder.HasIndex(p => p.RemovedUntil).HasFilter("\"RemovedUntil\" IS NOT NULL");
        builder.Property(p => p.UpdatedBy).HasMaxLength(512);
        builder.ComplexProperty(p => p.Settings, settings =>
        {
            settings.Property(s => s.Server).HasConversion<string>().HasMaxLength(32).HasDefaultValue(ProviderServer.Own);
            settings.Property(s => s.Encryption).HasConversion<string>().HasMaxLength(32);
            settings.Property(s => s.DisplayNameMode).HasConversion<string>().HasMaxLength(32);
            settings.Property(s => s.AuthenticationType).HasConversion<string>().HasMaxLength(32);
            settings.Property(s => s.Preset).HasMaxLength(64);
            settings.Property(s => s.Host).HasMaxLength(ProviderText.MaxOrdinary);
            settings.Property(s => s.FromAddress).HasMaxLength(ProviderText.MaxOrdinary);
            settings.Property(s => s.DisplayName).HasMaxLength(ProviderText.MaxOrdinary);
            settings.Property(s => s.ReplyTo).HasMaxLength(ProviderText.MaxOrdinary);
            settings.Property(s => s.Username).HasMaxLength(ProviderText.MaxOrdinary);
            settings.Property(s => s.ClientId).HasMaxLength(ProviderText.MaxOrdinary);
            settings.Property(s => s.TokenEndpoint).HasMaxLength(ProviderText.MaxLong);
            settings.Property(s => s.Scopes).HasMaxLength(ProviderText.MaxLong);
        });
        builder.HasOne<Tenant>().WithOne().HasForeignKey<EmailProvider>(p => p.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
