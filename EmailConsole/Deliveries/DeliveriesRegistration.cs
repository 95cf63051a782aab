namespace EmailConsole.Deliveries;

internal static class DeliveriesRegistration
{
    public static void AddDeliveries(this IServiceCollection services)
    {
        services.AddTransient<DeliveriesAccess>();
        services.AddTransient<ViewDeliveries>();
        services.AddTransient<ViewHealth>();
        services.AddTransient<OperateDeliveries>();
        services.AddTransient<BulkResend>();
    }
}
